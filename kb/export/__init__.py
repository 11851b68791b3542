"""What is written out, drawn: one module for each thing and format."""

"""The pages of the assistant in the browser: each asks the assistant and draws."""

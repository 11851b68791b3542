"""From a file to passages: readers, clauses, facts, intake."""

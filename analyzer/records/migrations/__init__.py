"""One step for each change of the tables. A step that was published is never changed again."""

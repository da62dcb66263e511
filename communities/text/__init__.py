"""What people type: normal forms, keys that compare, readings, and the numbers no text may hold."""

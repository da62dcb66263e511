"""What can be imported, each subject a class: its fields, its permission, how a row is checked and written."""

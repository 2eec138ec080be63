"""Lists of people in and out of a class: a file becomes rows, rows become people, people become a file."""

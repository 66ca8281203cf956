"""What a person sets once: language, size, drawing, room for what can be made again; and the licences."""

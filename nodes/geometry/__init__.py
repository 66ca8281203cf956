"""Where pictures and times land: arithmetic that nodes work by and windows draw by, without either."""

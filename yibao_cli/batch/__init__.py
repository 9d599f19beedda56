"""Lists of people: a clerk's spreadsheet, millions of rows, a cluster. One table answers them all."""

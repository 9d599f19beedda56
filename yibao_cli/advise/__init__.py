"""From decision to answer: dates, money, deadlines, options and the way to act."""

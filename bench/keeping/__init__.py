"""What it costs to keep a market over months, and what breaks it."""

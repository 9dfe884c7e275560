"""Refreshers: made by night, answered by whoever wants to, and nobody else's business."""

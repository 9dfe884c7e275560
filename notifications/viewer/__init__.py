"""Shows the mails that development writes into a folder. It isn't routed anywhere else."""

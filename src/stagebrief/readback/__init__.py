"""The finished PDF is read, and every word that was meant for it must be there."""

"""What passes between the phases: frozen values, no input or output."""

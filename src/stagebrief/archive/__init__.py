"""The archive of versioned PDFs: releases that are never changed, can be verified, compared and rebuilt."""

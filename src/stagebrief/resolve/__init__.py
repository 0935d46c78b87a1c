"""Citations, cross-references and evidence are checked; a Brief becomes a ResolvedBrief."""

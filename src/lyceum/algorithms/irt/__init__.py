"""Item response theory: ability and difficulty on one scale."""

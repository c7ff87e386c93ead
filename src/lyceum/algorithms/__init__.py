"""Pure mathematics: state in, new state out. No clock, dice, disk, network, or knowledge of Lyceum."""

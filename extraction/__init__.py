"""Persian text in, attributed statements out: no database, no network, no clock."""

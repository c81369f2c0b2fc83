### A partition's tile in words, for those who hear the page.

tile-said = { $state }, position { $position }, committed { $committed }, log end { $end }
tile-nobody = nobody reads it
tile-read-by = read by { $who }
tile-arriving = assigned to { $who }, not fetched yet
tile-leaving = { $who } is giving it up
# No such offset.
tile-none = none

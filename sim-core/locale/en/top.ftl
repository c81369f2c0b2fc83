### The bar at the top.

top-settings = Settings
# Beside "Settings": how many differ from their defaults.
top-defaults = defaults
top-changed = { $count } changed
top-compare = Compare
top-share = Share
top-theme = Switch theme
top-help = Keyboard and help
top-classic = classic protocol
top-classic-title = group.protocol=classic: everyone meets at a barrier
top-assignor-title = The assignor the group agreed on
top-release-title = Settings that are not changed have this release's defaults
top-first-run = A consumer is killed

### What is wrong with a link or a parameter of the address.

# Above the stage; $problem is one of the next, or what a refused run says.
link-no-reader = what reads links could not be loaded
link-no-state = the part after # does not begin with s=
link-too-long = it has { $chars } characters; allowed: at most { $most }
# $problem is link-sign or link-cut.
link-damaged = it is damaged: { $problem }
link-packed = it cannot be unpacked: { $problem }
# $sign is a character that links do not have.
link-sign = "{ $sign }" at character { $place }; allowed: A-Z, a-z, 0-9, - and _
link-cut = a part is missing at its end
link-too-large = unpacked it is larger than a run may be (1 MiB)
link-lesson-too-large = unpacked it is larger than a lesson may be (256 KiB)
link-changed = a part of it was changed
link-no-scenario = exactly one of `scenario` and `builtin` must be there
link-run = its run is refused: { $problem }

# Above the stage.
link-parameter = `{ $name }` is "{ $value }"; allowed: { $allowed }
link-allowed-theme = auto, light or dark
link-allowed-language = en or ko
link-allowed-switch = 1 or 0
link-allowed-view = stage, matrix, both or compare
link-allowed-controls = full, minimal or none
link-allowed-seconds = seconds from 0 to 604800, such as 12.5
link-allowed-seed = a whole number from 0 to 2^64 − 1

# What the name of a run may be.
embed-allowed-name = first-run, or the name of a lesson

### What is wrong with a pasted line or text.

paste-too-long = The text has { $bytes } bytes; allowed: at most { $most }.
paste-too-many = More than { $most } settings; the rest is not read.
paste-control = A control character stands in key or value.
paste-key-long = The key has { $bytes } bytes; allowed: at most { $most }.
paste-unicode = After \u four hexadecimal digits are due.
# $key holds what is in braces or brackets in a JSON object.
paste-json-nested = { $key } holds a list or an object; only plain values are read.
paste-json-after = Nothing may follow the object.
# $wanted and $found are single signs.
paste-json-sign = JSON has { $wanted } here, not { $found }.
paste-json-end = The text ends where JSON has { $wanted }.
paste-json-string = A string has no end.
paste-json-value = A value is missing.
paste-json-open = A list or an object has no end.
paste-yaml-tabs = YAML is indented with spaces only.
paste-yaml-form = Not of the form key: value.
paste-yaml-list = A list has no end.
paste-yaml-placeholder = A placeholder; what it stands for is not known here.
paste-yaml-anchor = An anchor is not read here; write the value itself.
paste-yaml-alias = An alias is not read here; write the value itself.
paste-yaml-tag = A tag is not read here; write the value itself.
paste-yaml-map = A map in braces is not read here; write the value itself.
paste-yaml-nested = A list in a list is not read here; write the value itself.
paste-yaml-lines = A text over several lines is not read here; write the value itself.
paste-yaml-quote = A quote without an end is not read here; write the value itself.

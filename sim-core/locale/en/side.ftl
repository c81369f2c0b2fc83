### The panel at the side and its tabs.

side-name = Explanation, program, events, records, command line and settings
side-tabs = Side panel
side-why = Why
side-code = Code
side-events = Events
side-records = Records
side-cli = CLI
side-settings = Settings

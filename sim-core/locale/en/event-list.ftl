### The Events tab, and the choice of a group.

list-label = Events, newest first
list-none = Nothing of this kind has happened yet.
list-kinds = Filter by kind
list-all = All
list-you = You
list-coordinator = Coordinator
list-callback = Callback
list-commit = Commit
list-hazard = Hazard
list-client = Client
list-only-about = Only about { $what }
# In place of a name while nothing is selected.
list-selected = the selected consumer or partition
list-group = Group

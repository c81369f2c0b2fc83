### The card of a term, and the list of all of them.

glossary-title = Glossary
glossary-filter = Find a term
glossary-none = No term contains that.
glossary-count = { $count ->
    [one] { $count } term
   *[other] { $count } terms
}
# $place is a place of the page, as a sentence.
glossary-seen = In the lab: { $place }

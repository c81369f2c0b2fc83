### Numbers with what they count, and times.

records = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
partitions = { $count ->
    [one] { $count } partition
   *[other] { $count } partitions
}
consumers = { $count ->
    [one] { $count } consumer
   *[other] { $count } consumers
}
# A number already written with its digits, such as 24.6.
seconds = { $number } s
milliseconds = { $number } ms
# The last two of a list.
list-end = { $first } and { $last }

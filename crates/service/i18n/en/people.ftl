## Several people in one application.

ground-people = This is about IIN { $people }.
apply-who-other = Other people
apply-who-other-hint = Only if you rent state housing and the lease lists them, or you represent somebody who is not shown above. Enter the IIN; several with commas between.

## What only the HTTP interface says.

home-docs = Description of the interface

error-characters = The text holds characters that cannot be typed. Take them out.
error-repeated-field = This field stands more than once. Leave one.
error-unknown-field-near = There is no such field. Did you mean “{ $name }”?
error-date-order = The last day is before the first. Swap them.
error-limit = A page holds 1 to 100 items. Choose a number within this.
error-not-represented = You are not on record as the parent, guardian, trustee or representative of this person. Check the IIN.

problem-json-detail = The body cannot be read as JSON at line { $line }, column { $column }. Mend it and send it again.
problem-idempotency-key-detail = An Idempotency-Key has 1 to 255 visible ASCII characters and comes once. Mend it and send the request again.
problem-slow-request-title = The request came too slowly
problem-slow-request-detail = The body was not complete in time; nothing was stored. Send it again.

pre-check-clear = Nothing stands in the way, and nobody else need agree.
pre-check-asks = Nothing stands in the way so far; the people listed must agree.
pre-check-service-centre = This is served at a service centre. Go there with your identity document.
pre-check-refused = Something stands in the way; the grounds say what, and what to do.

## What only the HTTP interface says.

home-title = Registration at the place of residence
home-text = Tirkeu is an open system of residence registration in Kazakhstan: apply online, owners agree by SMS, each decision names its rule.
home-docs = Description of the interface

error-date-order = The last day is before the first. Swap them.
error-limit = A page holds 1 to 100 items. Choose a number within this.
error-not-represented = You are not on record as the parent, guardian, trustee or representative of this person. Check the IIN.

pre-check-clear = Nothing stands in the way, and nobody else need agree.
pre-check-asks = Nothing stands in the way so far; the people listed must agree.
pre-check-service-centre = This is served at a service centre. Go there with your identity document.
pre-check-refused = Something stands in the way; the grounds say what, and what to do.

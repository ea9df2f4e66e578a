//! What is not to be seen from outside, tested.

mod arithmetic;
mod examples;
mod numbers;
mod points;

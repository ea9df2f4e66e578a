//! The curves, as the build script has computed them from what is in `build/printed.rs`.

use crate::comb::Comb;
use crate::domain::Domain;
use crate::modulus::Form::{Folding, Montgomery};
use crate::modulus::{Modulus, Residue};
use crate::projective::{Affine, Equation};

include!(concat!(env!("OUT_DIR"), "/parameters.rs"));

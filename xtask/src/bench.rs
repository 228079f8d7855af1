//! Figures, measured in one run on one machine.

use crate::tools::Result;

pub(crate) fn bench() -> Result<()> {
    Err("not yet".to_owned())
}

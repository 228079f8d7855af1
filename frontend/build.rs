//! Has the linker leave its relocations in the module: they say which function needs which, so that it can be parted. A flag of this crate
//! alone: one of all crates would have those that the workers share built twice.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
}

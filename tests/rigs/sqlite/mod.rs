mod cut;
mod disk;
mod faults;
mod power;

//! From the text of a WIT file to a tree of what it says, with every fault of its syntax.

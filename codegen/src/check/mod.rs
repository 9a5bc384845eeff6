//! Why a directory of WIT packages does not resolve: every fault, in the words of its author.

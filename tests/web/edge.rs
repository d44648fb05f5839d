//! Answers at the edge: what no form sends, what the database cannot do now, what a browser is told.

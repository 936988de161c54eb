/// The commands and events as JSON, whatever carries them: what services may write, and what is
/// wrong with what they wrote.
@NullMarked
package dev.grantflow.contract;

import org.jspecify.annotations.NullMarked;

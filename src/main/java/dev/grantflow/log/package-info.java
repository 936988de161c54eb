/// What stands between the log and those who write into it without being asked: libraries that
/// would log secrets, and foreign text that would pass for a line of ours. Used by `logback.xml`,
/// and by the one setting that says how lines are written.
@NullMarked
package dev.grantflow.log;

import org.jspecify.annotations.NullMarked;

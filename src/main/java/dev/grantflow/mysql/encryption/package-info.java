/// The keys of what the database holds encrypted: their file, the operator's command that makes it,
/// and encryption itself, all of it Tink's.
@NullMarked
package dev.grantflow.mysql.encryption;

import org.jspecify.annotations.NullMarked;

/// What addresses say by themselves, before anybody is asked or called.
@NullMarked
package dev.grantflow.network;

import org.jspecify.annotations.NullMarked;

/**
 * Our files on the node, one step per file with its undo beside it, and the record of what we
 * created. The order is Installer's and Remover's.
 */
@NullMarked
package dev.eci.installer.install;

import org.jspecify.annotations.NullMarked;

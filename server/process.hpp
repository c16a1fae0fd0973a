// The process as the operating system sees it: hardened once at start, ended by a signal.
#pragma once

namespace server {

// No core dumps (they would hold customers' words), files for the owner alone, SIGPIPE ignored, as many descriptors as are allowed, and
// end_when_out_of_memory().
void harden_process();

// From now on an allocation that fails ends the process by abort(): nothing is acknowledged that is not on disk, and the next start
// goes on from there (docs/adr/0013-out-of-memory-ends-the-process.md).
void end_when_out_of_memory();

// SIGINT and SIGTERM are held back from now on in this thread and all it starts; wait_for_stop returns when one of them comes.
void hold_stop_signals();
int wait_for_stop();  // the signal's number

}  // namespace server

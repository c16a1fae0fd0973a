// The process as the operating system sees it: hardened once at start, ended by a signal.
#pragma once

namespace server {

// No core dumps (they would hold customers' words), files for the owner alone, SIGPIPE ignored, as many descriptors as are allowed.
void harden_process();

// SIGINT and SIGTERM are held back from now on in this thread and all it starts; wait_for_stop returns when one of them comes.
void hold_stop_signals();
int wait_for_stop();  // the signal's number

}  // namespace server

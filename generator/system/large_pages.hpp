// Memory of megabytes that will be filled from one end to the other.
#pragma once

#include <cstddef>

namespace benchfolio::system {

// Asks the system for large pages where these bytes lie, which nobody has touched yet: filling them then interrupts the
// program once for two megabytes instead of once for four kilobytes, which on a virtual machine takes longer than what
// is done with them. Nothing happens where the system has none.
void prefer_large_pages(const void* first, std::size_t bytes);

}  // namespace benchfolio::system

// Work spread over threads.
#pragma once

#include <cstddef>
#include <functional>

namespace benchfolio::system {

// Calls work(worker, index) for every index in [0, count), each once, from up to `jobs` threads; worker is in
// [0, jobs), one thread each, so that a worker may keep a state of its own. Indices are handed out one by one in
// ascending order, so unequal pieces of work balance. What work throws first is thrown here after all threads ended.
void parallel_for(unsigned jobs, std::size_t count,
                  const std::function<void(unsigned worker, std::size_t index)>& work);

}  // namespace benchfolio::system

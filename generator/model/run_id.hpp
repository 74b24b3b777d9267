// The name of a run, in addresses of pages and in archives.
#pragma once

#include <string>

#include "model/digest.hpp"
#include "model/time.hpp"

namespace benchfolio::model {

// YYYYMMDDTHHMMSSZ- of its time, then 8 hex digits of the digest of the decompressed file.
std::string run_id(Time time, const Digest& digest);

}  // namespace benchfolio::model

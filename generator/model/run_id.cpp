#include "model/run_id.hpp"

namespace benchfolio::model {

std::string run_id(Time time, const Digest& digest) {
    return compact_stamp(time) + "-" + hex(digest, 8);
}

}  // namespace benchfolio::model

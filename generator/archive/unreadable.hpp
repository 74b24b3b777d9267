// One object that cannot be read, though its store answers: a file without permission, a link that leads nowhere. It is
// rejected as a broken file; the others count.
#pragma once

#include "model/error.hpp"

namespace benchfolio::archive {

class Unreadable : public model::Error {
  public:
    Unreadable(const std::string& what, std::string place)
        : Error(model::ExitCode::storage, "storage", what, std::move(place)) {}
};

}  // namespace benchfolio::archive

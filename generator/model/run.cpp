#include "model/run.hpp"

#include <array>
#include <utility>

namespace benchfolio::model {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 5> names{{{Kind::nightly, "nightly"},
                                                                  {Kind::tag, "tag"},
                                                                  {Kind::manual, "manual"},
                                                                  {Kind::branch, "branch"},
                                                                  {Kind::pull_request, "pull-request"}}};

}  // namespace

std::string_view name_of(Kind kind) {
    return names[static_cast<std::size_t>(kind)].second;
}

std::optional<Kind> kind_of(std::string_view name) {
    for (const auto& [kind, its_name] : names)
        if (its_name == name) return kind;
    return std::nullopt;
}

}  // namespace benchfolio::model

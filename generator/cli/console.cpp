#include "cli/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace benchfolio::cli {
namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::string painted(const Screen& screen, std::string_view code, std::string_view text) {
    return screen.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string{text};
}

}  // namespace

Screen screen_of(std::FILE* stream, Colour colour) {
    const bool terminal = ::isatty(::fileno(stream)) == 1 && environment("TERM") != "dumb";
    const bool wanted = terminal && environment("NO_COLOR").empty();
    return {stream, terminal, colour == Colour::always || (colour == Colour::automatic && wanted)};
}

std::string bold(const Screen& screen, std::string_view text) {
    return painted(screen, "1", text);
}
std::string red(const Screen& screen, std::string_view text) {
    return painted(screen, "1;31", text);
}
std::string cyan(const Screen& screen, std::string_view text) {
    return painted(screen, "1;36", text);
}

std::string text_of(const model::Error& error, const Screen& screen) {
    std::string text = fmt::format("{}: {}\n", red(screen, fmt::format("error[{}]", error.code())), error.what());
    if (!error.place().empty()) text += fmt::format("{} {}\n", cyan(screen, " -->"), error.place());
    if (!error.hint().empty()) text += fmt::format("{}: {}\n", cyan(screen, "hint"), error.hint());
    return text;
}

void print(const Screen& screen, const model::Error& error) {
    std::fputs(text_of(error, screen).c_str(), screen.stream);
}

void print_result(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        throw model::Error(model::ExitCode::storage, "storage", "the result could not be written to standard output");
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
    return text;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string size_text(std::uint64_t bytes) {
    constexpr std::array units{"B", "kB", "MB", "GB", "TB"};
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 999.95 && unit + 1 < units.size(); ++unit) size /= 1000;
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", size, units[unit]);
}

std::string duration_text(double seconds) {
    const bool brief = seconds < 0.9995;  // what would not be rounded to a whole second
    const double amount = brief ? 1000 * seconds : seconds;
    const int decimals = amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0;
    return fmt::format("{:.{}f} {}", amount, decimals, brief ? "ms" : "s");
}

}  // namespace benchfolio::cli

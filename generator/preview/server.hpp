// The board over HTTP, on this computer alone.
#pragma once

#include <memory>

#include "preview/board.hpp"

namespace benchfolio::preview {

class Server {
  public:
    // Takes the port of 127.0.0.1; 0 takes any that is free. Throws model::Error (storage) where it cannot be had.
    // Requests wait until `start`. `board` outlives this.
    Server(Board& board, unsigned short port);
    // Closes the board and waits for the requests under way.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    unsigned short port() const;
    // From now on requests are answered, on threads of the server's own.
    void start();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace benchfolio::preview

// What Streamlit calls: once when the board appears, and again with every answer from Python.

import { Board } from "./board.js";

const boards = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement);
    boards.set(parentElement, board);
  }
  board.update(data, (message) => setTriggerValue("edit", message));
  // Streamlit also calls this when answers come faster than they are shown. Only a board that is gone is over.
  return () =>
    setTimeout(() => {
      if ((parentElement.host ?? parentElement).isConnected) return;
      boards.delete(parentElement);
      board.destroy();
    });
}

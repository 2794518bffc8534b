import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from './basics';

/** A dialog over the page; Escape and a click beside it close it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  wide = false,
}: {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center overflow-y-auto bg-black/45 p-4 sm:p-[8vh]"
    >
      <Modal
        className={`w-full rounded-xl border border-line bg-page shadow-pop ${wide ? 'max-w-4xl' : 'max-w-xl'}`}
      >
        <AriaDialog className="flex max-h-[84vh] flex-col outline-none">
          <div className="flex items-center gap-2 border-b border-line py-2.5 pr-2.5 pl-5">
            <Heading slot="title" className="min-w-0 flex-1 text-lg font-semibold break-words">
              {title}
            </Heading>
            <IconButton label={t('common.close')} onPress={onClose}>
              <X size={16} />
            </IconButton>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export function DialogBody({ children }: { children: ReactNode }) {
  return <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>;
}

export function DialogFoot({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 rounded-b-xl border-t border-line bg-raised px-5 py-3">
      {children}
    </div>
  );
}
